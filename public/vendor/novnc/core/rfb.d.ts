export { RFB as default } from '../../../pages/screen/rfb-types.js'
